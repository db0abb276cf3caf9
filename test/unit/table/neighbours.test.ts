import assert from "node:assert/strict";
import {above, below} from "../../../src/core/table/neighbours.js";

describe("the numbers beside a number", () => {
    it("are the next that there are, on both sides of zero and at the ends", () => {
        const pairs: readonly (readonly [smaller: number, larger: number])[] = [
            [1, 1 + Number.EPSILON], [1 - Number.EPSILON / 2, 1], [0.3 - 0, 0.30000000000000004], [2 ** 53 - 1, 2 ** 53], [2 ** 53, 2 ** 53 + 2],
            [-1 - Number.EPSILON, -1], [0, Number.MIN_VALUE], [-Number.MIN_VALUE, 0], [Number.MAX_VALUE, Infinity], [-Infinity, -Number.MAX_VALUE]
        ];
        for (const [smaller, larger] of pairs) {
            assert.ok(above(smaller) === larger, `after ${smaller}`);
            assert.ok(below(larger) === smaller, `before ${larger}`);
        }
        assert.equal(above(-0), Number.MIN_VALUE);
        assert.ok(Number.isNaN(above(Infinity)) && Number.isNaN(below(-Infinity)) && Number.isNaN(above(NaN)));
    });
});
