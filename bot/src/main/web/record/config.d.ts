declare module "komir:config" {
  const config: import("./questionnaires.ts").Config;
  export default config;
}

declare module "komir:languages" {
  const languages: readonly import("./languages.ts").Language[];
  export default languages;
}

declare module "komir:glossary" {
  const glossary: import("./terms.ts").Glossary;
  export default glossary;
}
