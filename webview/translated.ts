import {speak} from "./language.js";

// The page's frame brings its language along, so that nothing is ever shown in another one.
speak(document.documentElement.lang, document.body.dataset.translations);
