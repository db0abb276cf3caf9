/** A queue between a process's events and an async loop: hands out all that has come in since the last time. */
export class BatchQueue<T> {
    private items: T[] = [];
    private ended = false;
    private failure: {readonly error: unknown} | undefined;
    private wake: (() => void) | undefined;

    public push(item: T): void {
        this.items.push(item);
        this.wake?.();
    }

    /** No more items; what is queued is still handed out. */
    public end(): void {
        this.ended = true;
        this.wake?.();
    }

    /** What is queued is still handed out, then the loop throws. */
    public fail(error: unknown): void {
        this.failure ??= {error};
        this.wake?.();
    }

    public async *batches(): AsyncGenerator<readonly T[]> {
        while (true) {
            if (this.items.length > 0) {
                const batch = this.items;
                this.items = [];
                yield batch;
            } else if (this.failure !== undefined) {
                throw this.failure.error;
            } else if (this.ended) {
                return;
            } else {
                await new Promise<void>((resolve) => {
                    this.wake = resolve;
                });
                this.wake = undefined;
            }
        }
    }
}
