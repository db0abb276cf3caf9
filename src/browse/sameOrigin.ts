import {runIdentity} from "../core/measurement.js";
import type {OriginIdentity} from "./protocol.js";

export function sameOrigin(a: OriginIdentity, b: OriginIdentity): boolean {
    if (a.kind === "run" && b.kind === "run")
        return runIdentity(a.run) === runIdentity(b.run);
    return a.kind === b.kind && (a.kind !== "file" || b.kind !== "file" || a.path === b.path);
}
