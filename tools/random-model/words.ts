import {uniformInt} from "pure-rand/distribution/uniformInt";
import {seededGenerator} from "./weights.js";

/** Frequent English words and words of instruction data, roughly by falling frequency. */
const common = `the of and to a in is for that it with as on be are this was by from or an at not you can have which your will one we
their all has if they but more other there when what about how use were its into each some these would time so do new may also than
only any them out who should work most such two first like make used people my between over many help our information way up been
because world different where data through using important system he his her she well water life could being good year while health
food after even need common example provide ways take create both day high process write list sentence number following describe
explain given include including words give answer question text instruction response input output below task request appropriately
completes paired further context summarize translate classify generate rewrite suggest compare identify find name story code
function return value following language model English French Spanish word letter person company business market customer product
service research science history country city energy technology computer learning education school student social change climate
environment animal plant light air earth sun power music book film art game sport travel family friend child home garden recipe
cup sugar salt oil hour minute week month money price cost increase reduce improve support small large long great best part place
point set line end state group problem program play run move live turn start show hand eye face head side kind form order case
fact right left same next early late old young different between ing tion ation ment able ness less ful ly er est ed es ity ive
ous al ic`.split(/\s+/);

const onsets = [
    "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "qu", "r", "s", "sh", "st", "t",
    "tr", "v", "w", "z"
];
const vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const codas = ["", "", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "x"];

/** English words without repetition, each with how often it counts when pieces are learned (Zipf's law: 1 / rank). */
export function englishWords(): readonly {readonly word: string; readonly weight: number}[] {
    return [...new Set(common)].map((word, index) => ({word, weight: 1 / (index + 1)}));
}

/** An endless sequence of pronounceable lower-case words of two to four syllables; the same seed gives the same words. */
export function* pseudoWords(seed: number): Generator<string, never> {
    const generator = seededGenerator(seed, "words");
    const pick = (choices: readonly string[]): string => choices[uniformInt(generator, 0, choices.length - 1)] ?? "";
    for (;;) {
        let word = "";
        for (let syllables = uniformInt(generator, 2, 4); syllables > 0; syllables--)
            word += pick(onsets) + pick(vowels) + (syllables === 1 ? pick(codas) : "");
        yield word;
    }
}
