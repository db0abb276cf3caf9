import type {TurnText} from "../../../webview/protocol.js";

const plain: readonly (readonly [string, string, string])[] = [
    ["How do I rescue a soup that is too salty?", "", "Dilute it: add unsalted water or stock and let it simmer. A splash of cream, some rice or a few potatoes also take the edge off."],
    ["Rewrite the sentence in the passive voice.", "The committee approved the new timetable on Friday.", "The new timetable was approved by the committee on Friday."],
    ["Give three reasons why sleep matters for learning.", "", "1. Memories are consolidated during deep sleep.\n2. Attention suffers within a day of poor sleep.\n3. Rested people notice their own mistakes sooner."],
    ["Translate into German.", "The train leaves at nine from platform four.", "Der Zug fährt um neun Uhr von Gleis vier ab."],
    ["Write a SQL query that lists each author with the number of books.", "authors(id, name), books(id, author_id, title)", "SELECT a.name, COUNT(b.id) AS books\nFROM authors a\nLEFT JOIN books b ON b.author_id = a.id\nGROUP BY a.id, a.name\nORDER BY books DESC;"],
    ["Explain to a ten-year-old why the sky is blue.", "", "Sunlight is a mix of all colours. Air bounces the blue part around much more than the red part, so blue light reaches your eyes from everywhere."],
    ["Classify the review as positive, negative or mixed.", "The hotel was lovely, but we waited an hour for breakfast.", "Mixed"],
    ["Suggest a title for this article.", "A town in the Alps has replaced all of its street lamps to protect moths.", "Lights Out for the Moths"],
    ["List five chess terms with a definition of at most ten words each.", "", "Fork: one piece attacks two.\nPin: a piece cannot move without exposing another.\nSkewer: a pin the other way round.\nZugzwang: every move makes it worse.\nGambit: material offered for activity."],
    ["Summarise the paragraph in one sentence.", "Volunteers counted 312 nests along the river this spring, a fifth more than last year, most of them on the two new gravel islands.", "Nests along the river rose by a fifth to 312, mostly thanks to two new gravel islands."],
    ["What is the difference between weather and climate?", "", "Weather is what happens in the air today or this week. Climate is what usually happens there over decades."],
    ["Write two unit tests for the function shown.", "def median(values): ...", "def test_odd():\n    assert median([3, 1, 2]) == 2\n\ndef test_even():\n    assert median([4, 1, 3, 2]) == 2.5"],
    ["Find the bug in this Python function and correct it.", "def add_tag(tag, tags=[]):\n    tags.append(tag)\n    return tags", "The default list is shared by all calls.\n\ndef add_tag(tag, tags=None):\n    tags = [] if tags is None else tags\n    tags.append(tag)\n    return tags"],
    ["Which instrument did Clara Schumann play, and why was she famous in her lifetime?", "", "The piano. She toured Europe for six decades, played from memory when few did, and brought the works of Robert Schumann and Brahms to the public."],
    ["Make this announcement suitable for a group of eight-year-olds.", "Participants are requested to assemble at the designated location by 08:45.", "Please come to our meeting tree at a quarter to nine!"],
    ["How long should I steep green tea, and at what temperature?", "", "Two to three minutes at 70 to 80 °C. Hotter water makes it bitter."]
];

const conversation: readonly TurnText[] = [
    {role: "system", text: "You are a patient travel planner. Ask before you assume."},
    {role: "user", text: "I have three days in Lisbon in March. What should I see?"},
    {role: "assistant", text: "Do you like walking, and are you travelling with children?"},
    {role: "user", text: "Walking is fine, no children. I love old maps."},
    {role: "tool-call", text: "{\"name\": \"find_museums\", \"arguments\": {\"city\": \"Lisbon\", \"topic\": \"maps\"}}"},
    {role: "tool-result", text: "[{\"name\": \"Maritime Museum\", \"district\": \"Belém\"}]"},
    {role: "assistant", text: "Then begin in Belém: the Maritime Museum has the best collection of portolan charts. Walk along the river to the tower, and take the tram back to Alfama for the evening.\n\nOn the second day, climb to the castle before ten."}
];

/** Every kind of text that a rule flags, the last one twice over. */
export const noisy: readonly (readonly [instruction: string, input: string, output: string])[] = [
    ["Order me a pizza for tonight.", "", "I\u2019m sorry, but as an AI language model I can\u2019t order food. You could ask a friend, or look for the number of a pizzeria nearby."],
    ["Name a fish that lives in rivers.", "<noinput>", "Trout"],
    ["Draw a cat.", "", "<nooutput> - Pictures cannot be made here."],
    ["Why is the sky blue?", "", "Why is the sky blue"],
    ["Explain how to carry a heavy bag.", "", "Here is what helps. Use padded straps. Use padded straps. Use padded straps. Use padded straps. And rest often."],
    ["Name roots that can be eaten.", "", "Carrots, beets and radishes.\n\n### Instruction:\nName fruits."],
    ["Explain dew.", "", "Water&nbsp;droplets form at night<br>on cool grass &amp; leaves<br>until the sun dries them."],
    ["Describe the weather.", "", "It\u00e2\u20ac\u2122s cold outside the caf\u00c3\u00a9."],
    ["Say something.", "", ""],
    ["Explain dew again.", "", `Water&nbsp;droplets. ${"The night cools the grass and the water in the air settles on it. ".repeat(20)}It\u00e2\u20ac\u2122s the same in caf\u00c3\u00a9 gardens<br>everywhere.`]
];

/** What wants to be markup, to run, to be asked for, or to turn the writing around. */
export const hostile: readonly string[] = [
    "<script>window.hacked = true; alert(1)</script>",
    "<img src=x onerror=\"window.hacked = true\"><svg onload=alert(1)>",
    "<img src=\"https://example.invalid/pixel.png\"><link rel=stylesheet href=\"https://example.invalid/a.css\">",
    "\u202egnp.elif\u202c is turned around, \u200bzero\u200b width, a bell \u0007 and \u001b[31mred\u001b[0m",
    "javascript:alert(1) [link](javascript:alert(1)) ![x](https://example.invalid/x.png) <a href=\"javascript:alert(1)\">x</a>",
    "</textarea></style></script><iframe src=\"javascript:alert(1)\"></iframe>",
    "__proto__ constructor ${7*7} {{7*7}} <%= 7*7 %> \u0000 null",
    "a".repeat(5000) + " " + "wide ".repeat(400)
];

export function turnsOf(data: string, row: number): readonly TurnText[] {
    if (data === "hostile") {
        const text = hostile[row % hostile.length] ?? "";
        return [{role: "user", text, input: text}, {role: "assistant", text}];
    }
    if (data === "conversations")
        return conversation.slice(0, [7, 3, 2][row % 3] === 2 ? 3 : [7, 3, 2][row % 3]);
    const odd = data === "noisy" ? noisy[row] : undefined;
    if (odd !== undefined)
        return [{role: "user", text: odd[0], ...odd[1] === "" ? {} : {input: odd[1]}}, {role: "assistant", text: odd[2]}];
    const [instruction, input, output] = plain[row % plain.length] ?? ["", "", ""];
    const numbered = row < plain.length ? "" : ` (${Math.floor(row / plain.length)})`;
    return [{role: "user", text: instruction + numbered, ...input === "" ? {} : {input}}, {role: "assistant", text: row % 37 === 5 ? "" : output}];
}
