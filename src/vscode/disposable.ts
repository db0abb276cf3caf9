/** Anything with an end: the editor's own things and ours. */
export interface Disposable {
    dispose(): unknown;
}
