declare module "komir:config" {
  const config: import("./questionnaires.ts").Config;
  export default config;
}

declare module "komir:languages" {
  const languages: readonly import("./languages.ts").Language[];
  export default languages;
}

declare module "komir:became" {
  /** Codes of places that are gone, and the present ones. */
  const became: Readonly<Record<string, string>>;
  export default became;
}

declare module "komir:glossary" {
  const glossary: import("./terms.ts").Glossary;
  export default glossary;
}
