/** Calls at once, and then at most once in `ms`; what is asked for meanwhile is done together at the end of it. */
export class Throttle<Key> {
    private readonly waiting = new Set<Key>();
    private timer: NodeJS.Timeout | undefined;

    public constructor(private readonly ms: number, private readonly call: (keys: readonly Key[]) => void) {}

    public ask(key: Key): void {
        this.waiting.add(key);
        if (this.timer === undefined)
            this.flush();
    }

    public dispose(): void {
        clearTimeout(this.timer);
        this.waiting.clear();
    }

    private flush(): void {
        this.timer = undefined;
        if (this.waiting.size === 0)
            return;
        const keys = [...this.waiting];
        this.waiting.clear();
        this.timer = setTimeout(() => {
            this.flush();
        }, this.ms);
        this.call(keys);
    }
}
