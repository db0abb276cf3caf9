/** The last result, for as long as it is asked for with the same keys. */
export class Kept<R> {
    private last: {readonly keys: readonly unknown[]; readonly result: R} | undefined;

    public get(keys: readonly unknown[], work: () => R): R {
        const {last} = this;
        if (last?.keys.length === keys.length && keys.every((key, at) => Object.is(key, last.keys[at])))
            return last.result;
        const result = work();
        this.last = {keys, result};
        return result;
    }
}
