/** The tag of ours that fits the browser's languages best. */
export function suggestedLanguage(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const [primary, ...subtags] = tag.split("-");
    if (primary === "kk") {
      return subtags.some((subtag) => subtag === "Arab" || subtag === "CN") ? "kk-Arab" : "kk-Cyrl";
    }
    const simple = { ru: "ru", zh: "zh-Hans", en: "en", ky: "ru", be: "ru", ug: "ug-Arab" }[primary ?? ""];
    if (simple !== undefined) {
      return simple;
    }
  }
  return "en";
}

/** The language stands behind the `#` of the address, so that a reload keeps it and nothing is stored. */
export function chosenLanguage(known: (tag: string) => boolean): string {
  const inAddress = new URLSearchParams(location.hash.slice(1)).get("lang");
  const wanted = inAddress !== null && known(inAddress) ? inAddress : suggestedLanguage(navigator.languages);
  // Of the pages that have no Uyghur, the one in the same letters is nearest.
  return known(wanted) || wanted !== "ug-Arab" ? wanted : "kk-Arab";
}

export function rememberLanguage(tag: string): void {
  const parameters = new URLSearchParams(location.hash.slice(1));
  parameters.set("lang", tag);
  history.replaceState(null, "", `#${parameters}`);
}
