import assert from "node:assert/strict";
import {parseHeader} from "../../support/cHeader.js";
import {differences, type Declared} from "../../support/headerDifferences.js";

const text = `
#ifndef LIB_H
#define LIB_H /* a macro \\
   struct lib_params { int32_t wrong; }; */
#ifdef __cplusplus
extern "C" {
#endif
    struct lib_model; // only named
    typedef int32_t lib_token;
    typedef struct lib_memory_i * lib_memory_t;
    typedef bool (*lib_callback)(float progress, void * user_data);

    enum lib_mode { LIB_MODE_AUTO = -1, LIB_MODE_NONE, LIB_MODE_MMAP = 1, /* comment, with a comma */ LIB_MODE_FLAG = 1 << 4, LIB_MODE_LAST = LIB_MODE_FLAG, };

    struct lib_params {
        // struct lib_params { in a comment }
        uint32_t n_ctx;   // 0 = "from model"; really
        enum lib_mode     mode;
        const float *weights;
        float a, * b, c[3];
        lib_callback callback; bool (*check)(void (*inner)(int), const char * name);
        lib_token ** ids;
        bool unified;
    };
    typedef struct lib_batch { int32_t n_tokens; } lib_batch;

    LLAMA_API struct lib_params lib_default_params(void);
    LLAMA_API struct lib_model * lib_load(
                     const char * path,   // of the "model"
              struct lib_params   params);
    DEPRECATED(LLAMA_API bool lib_old(struct lib_model * model, int32_t), "use (lib_new), instead");
    LLAMA_API int32_t lib_decode(lib_memory_t, enum lib_mode mode, struct lib_batch, bool (*cb)(int n), int32_t sizes[4], ...);
#ifdef __cplusplus
}
#endif
#endif
`;

const declared: Declared = {
    structs: {
        lib_params: [
            ["uint32_t", "n_ctx"], ["enum lib_mode", "mode"], ["const float *", "weights"], ["float", "a"], ["float *", "b"], ["float [ 3 ]", "c"],
            ["lib_callback", "callback"], ["bool (*)(void (*)(int), const char *)", "check"], ["lib_token **", "ids"], ["bool", "unified"]
        ],
        lib_batch: [["int32_t", "n_tokens"]]
    },
    functions: {
        lib_default_params: ["struct lib_params"],
        lib_load: ["struct lib_model *", "const char *", "struct lib_params"],
        lib_old: ["bool", "struct lib_model *", "int32_t"],
        lib_decode: ["int32_t", "lib_memory_t", "enum lib_mode", "struct lib_batch", "bool (*)(int)", "int32_t [ 4 ]", "..."]
    },
    typedefs: {lib_token: "int32_t", lib_batch: "struct lib_batch"},
    pointerTypedefs: ["lib_memory_t", "lib_callback"],
    enumValues: {LIB_MODE_AUTO: -1, LIB_MODE_NONE: 0, LIB_MODE_MMAP: 1, LIB_MODE_FLAG: 16, LIB_MODE_LAST: 16}
};

const remedy = "; update src/engine/llama/direct/declarations.ts";
const structChanged = "llama.cpp's struct lib_params has changed: ";

/** Change of the header, and what is said of it. */
const changes: readonly (readonly [title: string, from: string, to: string, said: string])[] = [
    ["a field inserted", "enum lib_mode     mode;", "int32_t extra; enum lib_mode mode;", `${structChanged}field 2 is "int32_t extra" in the header, declared as "enum lib_mode mode"`],
    ["a field added at the end", "bool unified;", "bool unified; bool last;", `${structChanged}field 11 is "bool last" in the header, and not declared`],
    ["a field removed", "uint32_t n_ctx;", "", `${structChanged}field 1 is "enum lib_mode mode" in the header, declared as "uint32_t n_ctx"`],
    ["the last field removed", "bool unified;", "", `${structChanged}field 10, declared as "bool unified", is not in the header`],
    ["a field renamed", "** ids;", "** idents;", `${structChanged}field 9 is "lib_token ** idents" in the header, declared as "lib_token ** ids"`],
    ["a field retyped", "uint32_t n_ctx", "uint64_t n_ctx", `${structChanged}field 1 is "uint64_t n_ctx" in the header, declared as "uint32_t n_ctx"`],
    ["a pointer that was a value", "bool unified", "bool * unified", `${structChanged}field 10 is "bool * unified" in the header, declared as "bool unified"`],
    ["a const taken away", "const float *weights", "float *weights", `${structChanged}field 3 is "float * weights" in the header, declared as "const float * weights"`],
    ["an array of another length", "c[3]", "c[4]", `${structChanged}field 6 is "float [ 4 ] c" in the header, declared as "float [ 3 ] c"`],
    ["fields reordered", "float a, * b", "float * b, a", `${structChanged}field 4 is "float * b" in the header, declared as "float a"`],
    ["a bit field", "bool unified", "bool unified : 1", `${structChanged}field 10 is "bool unified : 1" in the header, declared as "bool unified"`],
    ["a field under a condition", "bool unified;", "\n#ifdef X\nbool unified;\n#endif\n", `${structChanged}field 10 is "#ifdef X bool unified" in the header, declared as "bool unified"`],
    ["a struct gone", "struct lib_params {\n", "struct other_params {\n", "llama.cpp has no struct lib_params any more"],
    ["a parameter added", "path,   //", "path, int n, //", "llama.cpp's function lib_load has changed: parameter 2 is \"int\" in the header, declared as \"struct lib_params\""],
    ["a parameter added at the end", "params);", "params, bool more);", "llama.cpp's function lib_load has changed: parameter 3 is \"bool\" in the header, and not declared"],
    ["a parameter removed", ", int32_t), \"use", "), \"use", "llama.cpp's function lib_old has changed: parameter 2, declared as \"int32_t\", is not in the header"],
    ["a parameter where there was none", "lib_default_params(void)", "lib_default_params(int n)", "llama.cpp's function lib_default_params has changed: parameter 1 is \"int\" in the header, and not declared"],
    ["a parameter of a callback changed", "(*cb)(int n)", "(*cb)(long n)", "llama.cpp's function lib_decode has changed: parameter 4 is \"bool (*)(long)\" in the header, declared as \"bool (*)(int)\""],
    ["another result", "int32_t lib_decode", "int64_t lib_decode", "llama.cpp's function lib_decode has changed: the result is \"int64_t\" in the header, declared as \"int32_t\""],
    ["a function gone", "lib_load(", "lib_model_load(", "llama.cpp has no function lib_load any more"],
    ["another typedef", "typedef int32_t lib_token", "typedef int64_t lib_token", "llama.cpp's type lib_token has changed: it is \"int64_t\" in the header, declared as \"int32_t\""],
    ["a pointer type that is none any more", "lib_memory_i * lib_memory_t", "lib_memory_i lib_memory_t", "llama.cpp's type lib_memory_t has changed: it is \"struct lib_memory_i\" in the header, declared as \"a pointer\""],
    ["a typedef gone", "(*lib_callback)", "(*lib_progress)", "llama.cpp has no type lib_callback any more"],
    ["an enum value changed", "LIB_MODE_MMAP = 1", "LIB_MODE_MMAP = 2", "llama.cpp's enum value LIB_MODE_MMAP has changed: it is \"2\" in the header, declared as \"1\""],
    ["an enum value moved by another", "-1, ", "-1, LIB_MODE_NEW, ", "llama.cpp's enum value LIB_MODE_NONE has changed: it is \"1\" in the header, declared as \"0\""],
    ["an enum value that must be worked out", "LIB_MODE_LAST = LIB_MODE_FLAG", "LIB_MODE_LAST = LIB_X(3)", "llama.cpp's enum value LIB_MODE_LAST has changed: it is \"not a plain number\" in the header, declared as \"16\""],
    ["an enum value gone", "LIB_MODE_NONE,", "", "llama.cpp has no enum value LIB_MODE_NONE any more"]
];

describe("the comparison of declarations with a C header", () => {
    it("has nothing to say where they agree, whatever the white space", () => {
        assert.deepEqual(differences(declared, parseHeader(text)), []);
        const tight = text.split("\n").map((line) => line.trimStart().startsWith("#") || line.includes("//") || line.endsWith("\\") ? line : line.replace(/ *([*,;(){}[\]]) */g, "$1"));
        assert.deepEqual(differences(declared, parseHeader(tight.join("\r\n"))), []);
    });

    for (const [title, from, to, said] of changes)
        it(`notices ${title}`, () => {
            assert.equal(text.split(from).length, 2, "the text to change stands there once");
            assert.deepEqual(differences(declared, parseHeader(text.replace(from, () => to))), [said + remedy]);
        });

    it("does not choose between two declarations of one name", () => {
        const twice = "#ifdef A\nstruct s { int a; };\n#else\nstruct s { long a; };\n#endif";
        assert.throws(() => parseHeader(twice), {message: "s is declared twice, differently"});
        assert.throws(() => parseHeader("void f(int a); void f(long a);"), {message: "f is declared twice, differently"});
        parseHeader("struct s { int a; }; struct s { int a; };");
    });

    it("reads an unnamed union as one field", () => {
        assert.deepEqual(parseHeader("struct s { int tag; union { int a; char b[8]; }; };").structs.get("s"), [["int", "tag"], ["union { int a ; char b [ 8 ] ; }", ""]]);
    });
});
