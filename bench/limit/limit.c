// llama.cpp's own speed: replays the batches that Goldpan decoded (a plan) and does nothing else. Prints one line of JSON.
//
// A plan is text, one step a line:
//   e                              an example begins: the memory is emptied
//   k <position>                   every sequence forgets what stands at this position and behind it
//   d <n> <token position first-sequence sequence-count output>...   a batch of n tokens
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ggml-backend.h"
#include "llama.h"

enum { most_sequences = 64 };

typedef struct { char kind; int count; struct llama_batch batch; int outputs; } step;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static void silent(enum ggml_log_level level, const char * text, void * data) {
    (void) data;
    if (level == GGML_LOG_LEVEL_ERROR)
        fputs(text, stderr);
}

static void fail(const char * what) {
    fprintf(stderr, "limit: %s\n", what);
    exit(1);
}

static int option(int argc, char ** argv, const char * name, int otherwise) {
    for (int i = 3; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return atoi(argv[i + 1]);
    return otherwise;
}

static int read_int(FILE * file) {
    int value;
    if (fscanf(file, "%d", &value) != 1)
        fail("the plan is damaged");
    return value;
}

static step * read_plan(const char * path, int * count) {
    FILE * file = fopen(path, "r");
    if (file == NULL)
        fail("the plan cannot be read");
    int room = 1024;
    step * steps = malloc(sizeof(step) * (size_t) room);
    char kind[2];
    for (*count = 0; fscanf(file, "%1s", kind) == 1; (*count)++) {
        if (*count == room)
            steps = realloc(steps, sizeof(step) * (size_t) (room *= 2));
        step * s = &steps[*count];
        memset(s, 0, sizeof(step));
        s->kind = kind[0];
        if (s->kind != 'e')
            s->count = read_int(file);
        if (s->kind != 'd')
            continue;
        s->batch = llama_batch_init(s->count, 0, most_sequences);
        s->batch.n_tokens = s->count;
        for (int i = 0; i < s->count; i++) {
            s->batch.token[i] = read_int(file);
            s->batch.pos[i] = read_int(file);
            int first = read_int(file);
            s->batch.n_seq_id[i] = read_int(file);
            if (s->batch.n_seq_id[i] > most_sequences)
                fail("the plan has too many sequences");
            for (int j = 0; j < s->batch.n_seq_id[i]; j++)
                s->batch.seq_id[i][j] = first + j;
            s->batch.logits[i] = (int8_t) read_int(file);
            s->outputs += s->batch.logits[i];
        }
    }
    fclose(file);
    return steps;
}

/** limit MODEL PLAN [--threads N] [--context N] [--batch N] [--repeats N] [--flash 0|1] [--cache GGML_TYPE] [--gpu-layers N] */
int main(int argc, char ** argv) {
    if (argc < 3)
        fail("which model and which plan?");
    const char * libraries = getenv("LIMIT_LIBRARIES");
    llama_log_set(silent, NULL);
    if (libraries != NULL)
        ggml_backend_load_all_from_path(libraries);
    else
        ggml_backend_load_all();
    llama_backend_init();

    struct llama_model_params model_params = llama_model_default_params();
    model_params.n_gpu_layers = option(argc, argv, "--gpu-layers", 0);
    struct llama_model * model = llama_model_load_from_file(argv[1], model_params);
    if (model == NULL)
        fail("the model cannot be loaded");

    int count = 0;
    step * steps = read_plan(argv[2], &count);

    struct llama_context_params params = llama_context_default_params();
    params.n_ctx = (uint32_t) option(argc, argv, "--context", 4096);
    params.n_batch = params.n_ubatch = (uint32_t) option(argc, argv, "--batch", 512);
    params.n_seq_max = (uint32_t) most_sequences;
    params.n_threads = params.n_threads_batch = option(argc, argv, "--threads", 1);
    params.flash_attn_type = option(argc, argv, "--flash", 1) ? LLAMA_FLASH_ATTN_TYPE_ENABLED : LLAMA_FLASH_ATTN_TYPE_DISABLED;
    params.type_k = params.type_v = (enum ggml_type) option(argc, argv, "--cache", GGML_TYPE_F16);
    params.offload_kqv = model_params.n_gpu_layers > 0;
    params.kv_unified = true;
    params.no_perf = true;
    struct llama_context * context = llama_init_from_model(model, params);
    if (context == NULL)
        fail("the context cannot be made");
    llama_memory_t memory = llama_get_memory(context);

    const int repeats = option(argc, argv, "--repeats", 1);
    double best = 0;
    long tokens = 0, outputs = 0;
    float kept = 0;
    for (int repeat = -1; repeat < repeats; repeat++) { // the first time allocates and is not counted
        double start = now();
        tokens = outputs = 0;
        for (int i = 0; i < count; i++) {
            step * s = &steps[i];
            switch (s->kind) {
                case 'e':
                    llama_memory_clear(memory, false);
                    break;
                case 'k':
                    llama_memory_seq_rm(memory, -1, s->count, -1);
                    break;
                case 'd':
                    if (llama_decode(context, s->batch) != 0)
                        fail("a batch could not be decoded");
                    if (s->outputs > 0)
                        kept += llama_get_logits(context)[0]; // waits until the outputs are there
                    tokens += s->count;
                    outputs += s->outputs;
                    break;
                default:
                    fail("the plan is damaged");
            }
        }
        double seconds = now() - start;
        if (repeat >= 0 && (best == 0 || seconds < best))
            best = seconds;
    }
    printf("{\"tokens\": %ld, \"outputs\": %ld, \"seconds\": %.6f, \"check\": %g, \"version\": \"%s\"}\n", tokens, outputs, best, (double) kept, llama_version());
    return 0;
}
