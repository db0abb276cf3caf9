/** How a language writes numbers. */
export interface Numbers {
    /** `52,002`. */
    readonly whole: (value: number) => string;
    /** With exactly so many digits behind the point, rounded as `toFixed` does: what stands in a file or in a report has the same. */
    readonly decimal: (value: number, digits: number) => string;
    /** `0.04`, `1.5`, `12`: as many digits as a share in percent is worth. */
    readonly percent: (value: number) => string;
}

/** @param language as BCP 47 names it; numbers are English where nobody knows such a language */
export function numbersIn(language: string): Numbers {
    const known = isLanguage(language) ? language : "en";
    const whole = new Intl.NumberFormat(known), any = new Intl.NumberFormat(known, {maximumFractionDigits: 20});
    const byDigits = new Map<number, Intl.NumberFormat>();
    const withDigits = (digits: number): Intl.NumberFormat => {
        const format = byDigits.get(digits) ?? new Intl.NumberFormat(known, {minimumFractionDigits: digits, maximumFractionDigits: digits});
        byDigits.set(digits, format);
        return format;
    };
    return {
        whole: (value) => whole.format(value),
        decimal: (value, digits) => withDigits(digits).format(Number(value.toFixed(digits))), // Intl rounds 0.145 up, which is a little less
        percent: (value) => any.format(Number(value >= 10 || value === 0 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(1)))
    };
}

function isLanguage(language: string): boolean {
    try {
        return Intl.getCanonicalLocales(language).length === 1;
    } catch {
        return false;
    }
}
