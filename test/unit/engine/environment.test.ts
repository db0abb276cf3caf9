import assert from "node:assert/strict";
import {environmentFor} from "../../../src/engine/environment.js";

const ordinary = {
    PATH: "/bin", HOME: "/home/me", PWD: "/home/me", OLDPWD: "/", TMPDIR: "/tmp", LD_LIBRARY_PATH: "/usr/lib", CUDA_VISIBLE_DEVICES: "0", HSA_OVERRIDE_GFX_VERSION: "10.3.0",
    VK_ICD_FILENAMES: "/etc/icd.json", GGML_VK_VISIBLE_DEVICES: "0", DISPLAY: ":0", XAUTHORITY: "/home/me/.Xauthority", GOLDPAN_STORE: "/s", HF_ENDPOINT: "https://mirror.example/a@b",
    NODE_OPTIONS: "--max-old-space-size=4096", XKB_DEFAULT_LAYOUT: "de", GIT_AUTHOR_NAME: "me"
};
const secrets = {
    HUGGING_FACE_HUB_TOKEN: "s", HUGGINGFACE_TOKEN: "s", hf_token: "s", GITHUB_TOKEN: "s", GITHUB_PAT: "s", GH_PAT: "s", AWS_ACCESS_KEY_ID: "s", AWS_SECRET_ACCESS_KEY: "s",
    OPENAI_API_KEY: "s", OPENAI_KEY: "s", WANDB_APIKEY: "s", PGPASSWORD: "s", PGPASSFILE: "s", MYSQL_PWD: "s", DB_PASS: "s", GOOGLE_APPLICATION_CREDENTIALS: "s", SSH_AUTH_SOCK: "s",
    NPM_CONFIG__AUTH: "s", DOCKER_AUTH_CONFIG: "s", SESSION_COOKIE: "s", SIGNING_KEYS: "s", DATABASE_URL: "postgres://me:pw@db.example/x"
};
const network = {HF_TOKEN: "s", HTTPS_PROXY: "http://me:pw@proxy.example", http_proxy: "http://me:pw@proxy.example"};

describe("the environment of a worker", () => {
    it("has what the machine needs and no secrets where it computes", () => {
        assert.deepEqual(environmentFor("compute", {...ordinary, ...secrets, ...network}), ordinary);
    });

    it("has the access token and the proxy besides where it downloads", () => {
        assert.deepEqual(environmentFor("download", {...ordinary, ...secrets, ...network}), {...ordinary, ...network});
    });
});
