import assert from "node:assert/strict";
import {frame, type FrameParts} from "../../../src/vscode/panel/frame.js";

const parts: FrameParts = {nonce: "bm9uY2U=", source: "https://own.example", script: "panel.js", style: "panel.css", language: "de", translations: undefined};

describe("the frame of the panel", () => {
    it("brings translations along as a value and never as markup, whatever they hold", () => {
        const plain = frame({...parts, translations: {}});
        for (const hostile of ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onload=\"alert(1)", "'>", "<!--", "&quot;&lt;&amp;lt;", "{0} $& $1", "\u2028\u0000\ud800\r\n"]) {
            const translations = {[hostile]: hostile}, html = frame({...parts, translations});
            const [attribute = "", value = ""] = /data-translations="([^"]*)"/.exec(html) ?? [];
            assert.equal(html.replace(attribute, "data-translations=\"{}\""), plain);
            assert.doesNotMatch(value, /[<>"\n\r\0]/);
            assert.deepEqual(JSON.parse(value.replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&quot;", "\"").replaceAll("&amp;", "&")), translations);
        }
    });

    it("says its language, and nothing of translations where there are none", () => {
        assert.match(frame(parts), /<html lang="de">[^]*<body>/);
        assert.match(frame({...parts, language: "\"><script>"}), /<html lang="&quot;&gt;&lt;script&gt;">/);
    });
});
