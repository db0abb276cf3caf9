/** A WebAssembly module, compiled by the build from the AssemblyScript source of the same name. */
declare module "*.wasm" {
    const bytes: Uint8Array<ArrayBuffer>;
    export default bytes;
}
