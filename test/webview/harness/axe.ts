import {readFileSync} from "node:fs";
import type {Frame, Page} from "playwright-core";

interface Finding {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly {readonly target: readonly unknown[]; readonly failureSummary: string}[];
}

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/** What axe calls serious, as lines. */
export async function findings(page: Page | Frame): Promise<string[]> {
    await page.evaluate(axe);
    const found = await page.evaluate<readonly Finding[]>("axe.run(document, {resultTypes: [\"violations\"]}).then(({violations}) => violations)");
    return found.filter(({impact}) => impact === "serious" || impact === "critical").flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => `${id}: ${JSON.stringify(target)} ${failureSummary}`));
}
