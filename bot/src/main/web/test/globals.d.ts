/** The folder of the sources, filled in by run.mjs. */
declare const WEB: string;
