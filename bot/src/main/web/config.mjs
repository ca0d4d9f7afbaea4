// What the pages know of config/: questionnaires, their texts and the places, built in so that no server can reword a question.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const CONFIG = join(dirname(fileURLToPath(import.meta.url)), "../../../../config");
/** What the module `bot/engine` made of the package `conversation`. */
const ENGINE = join(dirname(fileURLToPath(import.meta.url)), "../../../engine/target/javascript/engine.js");
const SEASONS = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter" };

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const yaml = (...path) => parse(readFileSync(join(CONFIG, ...path), "utf8"));

function languages() {
  return yaml("languages", "languages.yaml").languages.map(({ tag, direction }) => {
    const words = yaml("languages", tag, "interface.yaml");
    const seasons = Object.entries(SEASONS).map(([number, id]) => [number, words.button[id]]);
    return {
      tag,
      name: words.language_name,
      rightToLeft: direction === "rtl",
      months: { ...words.button.month, ...Object.fromEntries(seasons) },
    };
  });
}

function questionnaire(name, tags) {
  const bytes = readFileSync(join(CONFIG, "questionnaires", `${name}.yaml`));
  const texts = tags
    .filter((tag) => existsSync(join(CONFIG, "languages", tag, `${name}.yaml`)))
    .map((tag) => [tag, yaml("languages", tag, `${name}.yaml`)]);
  const form = parse(bytes.toString("utf8"));
  // The questions of an event stand behind it.
  const questions = form.questions
    .flatMap((question) => [question, ...(question.questions ?? []).map((inside) => ({ compartment: question.compartment, ...inside, event: question.id }))])
    .map(({ id, type, list, event, compartment }) => ({
      id,
      type,
      ...(compartment === undefined ? {} : { compartment }),
      ...(list === undefined ? {} : { list }),
      ...(event === undefined ? {} : { event }),
      text: Object.fromEntries(texts.map(([tag, words]) => [tag, words[id].text])),
      choices: Object.fromEntries(texts.map(([tag, words]) => [tag, type === "yes_no" || type === "repeat" ? yesAndNo(tag) : (words[id].choices ?? {})])),
    }));
  // The Java side hashes exactly this: the screens in their order and the question of the consent, an empty line between them.
  const agreement = (words, instead) => {
    const screens = { ...words.screens, ...instead.screens };
    const text = [...(form.screens ?? []).map((screen) => screens[screen]), words.consent.text].join("\n\n");
    return { text, sha256: sha256(text), choices: { ...words.consent.choices, ...instead.consent } };
  };
  const agreements = {
    chat: Object.fromEntries(texts.map(([tag, words]) => [tag, agreement(words, {})])),
    form: Object.fromEntries(texts.map(([tag, words]) => [tag, agreement(words, insteadInForm(tag))])),
  };
  return [sha256(bytes), { name, questions, agreements }];
}

/** What the sealed form says in the place of a chat's words: the rule is `Texts.inForm` of the Java side. */
const insteadInForm = (tag) => yaml("languages", tag, "form.yaml").instead;

function yesAndNo(tag) {
  const { yes, no } = yaml("languages", tag, "interface.yaml").button;
  return { yes, no };
}

/** Every code's names, the abolished ones included: without names of its own a place has those of what it became. */
function places(name) {
  const all = yaml("places", `${name}.yaml`).flatMap((place) => [place, ...(place.children ?? [])]);
  const names = Object.fromEntries(all.map((place) => [place.code, place.names]));
  return [name, Object.fromEntries(all.map(({ code, became }) => [code, names[code] ?? names[became]]))];
}

/** Every code that is gone, of all lists, and where the place is now. */
const became = () =>
  Object.fromEntries(
    namesIn("places")
      .flatMap((name) => yaml("places", `${name}.yaml`))
      .flatMap((place) => [place, ...(place.children ?? [])])
      .flatMap((place) => (place.became === undefined ? [] : [[place.code, place.became]])),
  );

const namesIn = (folder) =>
  readdirSync(join(CONFIG, folder))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();

export const readConfig = () => ({
  questionnaires: Object.fromEntries(
    namesIn("questionnaires").map((name) => questionnaire(name, languages().map(({ tag }) => tag))),
  ),
  places: Object.fromEntries(namesIn("places").map(places)),
});

/** Of each language the words alone: what they mean and what is not said is for whoever reads the files. */
const glossary = () =>
  Object.fromEntries(namesIn("glossaries").map((tag) => [tag, Object.fromEntries(Object.entries(yaml("glossaries", `${tag}.yaml`)).map(([id, { word }]) => [id, word]))]));

const modules = { "komir:config": readConfig, "komir:languages": languages, "komir:glossary": glossary, "komir:became": became };

/** Lets a page import what it needs of config/: `komir:languages`, `komir:became`, or the much larger `komir:config`. */
export const configPlugin = {
  name: "komir-config",
  setup(build) {
    build.onResolve({ filter: /^komir:engine$/ }, () => ({ path: ENGINE }));
    build.onResolve({ filter: /^komir:/ }, ({ path }) => ({ path, namespace: "komir" }));
    build.onLoad({ filter: /.*/, namespace: "komir" }, ({ path }) => ({
      contents: JSON.stringify(modules[path]()),
      loader: "json",
    }));
  },
};
