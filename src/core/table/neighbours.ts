/** The next larger number that there is (IEEE 754, binary64); NaN after infinity. */
export function above(value: number): number {
    if (value === 0)
        return Number.MIN_VALUE;
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n)); // a float's bits count up from zero, on both sides of it
    return view.getFloat64(0);
}

/** The next smaller one; NaN before minus infinity. */
export function below(value: number): number {
    return -above(-value);
}
