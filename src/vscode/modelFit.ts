import * as vscode from "vscode";
import type {Fit} from "../engine/models/protocol.js";
import {decimal} from "./amounts.js";

/** Whether a model fits the device, in a line. */
export function describeFit(fit: Fit): string {
    if (fit.kind === "unusable")
        return fit.reason;
    const {backend, layers: {onGpu, all}, needs, has, share} = fit;
    if (fit.kind === "too-big") {
        const [needed, there, what] = needs.vram > share * has.vram ? [needs.vram, has.vram, vscode.l10n.t("GPU memory")] : [needs.ram, has.ram, vscode.l10n.t("memory")];
        return vscode.l10n.t("Will not run: needs {0} of {1}, and Goldpan takes at most {2} % of the {3} that are there", bytesInWords(needed), what, Math.round(100 * share), bytesInWords(there));
    }
    if (backend === "cpu")
        return vscode.l10n.t("Fits: needs {0} of {1} of memory, on the processor", bytesInWords(needs.ram), bytesInWords(has.ram));
    if (onGpu === 0)
        return vscode.l10n.t("Does not fit on the GPU as it is now; on the processor: needs {0} of {1} of memory", bytesInWords(needs.ram), bytesInWords(has.ram));
    if (onGpu < all)
        return vscode.l10n.t("Partly on the GPU ({0} of {1} layers): needs {2} of {3} of GPU memory, and {4} of {5} of memory", onGpu, all, bytesInWords(needs.vram), bytesInWords(has.vram), bytesInWords(needs.ram), bytesInWords(has.ram));
    return vscode.l10n.t("Fits: needs {0} of {1} of GPU memory", bytesInWords(needs.vram), bytesInWords(has.vram));
}

/** `12.3 MiB`, `4.6 GiB` */
export function bytesInWords(bytes: number): string {
    return bytes < 2 ** 30 ? `${decimal(bytes / 2 ** 20, 1)} MiB` : `${decimal(bytes / 2 ** 30, 1)} GiB`;
}
