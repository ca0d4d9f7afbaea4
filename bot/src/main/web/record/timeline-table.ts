/** What a life between arrest and return is made of; the words are the console's. */
export const STATUSES = [
  "taken",
  "contact_lost",
  "passport",
  "questioning",
  "camp",
  "detention_centre",
  "prison",
  "house",
  "hostel",
  "factory",
  "patrol",
  "hospital",
  "ill",
  "moved",
  "call",
  "no_news",
  "not_sure",
  "free",
  "released",
  "returned",
  "died",
  "other",
] as const;
export type Status = (typeof STATUSES)[number];

/** Questions that together tell one part of the timeline; of a repeated event once for each. */
export interface Episode {
  /** Whose options mean a status. */
  readonly status: string;
  /** Option to status. What is not here is none. */
  readonly means: Readonly<Record<string, Status>>;
  /** Where a date or place was told without that question. */
  readonly otherwise?: Status;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly where: readonly string[];
  readonly details: readonly string[];
  readonly shape?: "as-of" | "event" | "state";
  /** Several options describe one place, and are not several places. */
  readonly one?: boolean;
}

const SENTENCE = ["ev_trial", "ev_years", "ev_charge", "ev_verdict"];

export const EPISODES: readonly Episode[] = [
  {
    status: "e_taken",
    means: { taken: "taken", called_in: "taken", border: "taken", no_word: "contact_lost", passport: "passport", house: "house", other: "other" },
    otherwise: "taken",
    from: ["e_when"],
    to: [],
    where: ["e_where"],
    details: ["e_taken", "e_who"],
    shape: "event",
  },
  {
    status: "ev_kind",
    means: {
      camp: "camp",
      detention_centre: "detention_centre",
      prison: "prison",
      camp_after: "camp",
      house: "house",
      hostel: "hostel",
      questioning: "questioning",
      patrol: "patrol",
      factory: "factory",
      hospital: "hospital",
      passport: "passport",
      released: "released",
      returned: "returned",
      no_news: "no_news",
      died: "died",
      other: "other",
    },
    otherwise: "other",
    from: ["ev_from"],
    to: ["ev_to"],
    where: ["ev_place"],
    details: ["ev_kind", ...SENTENCE, "ev_product", "ev_pay"],
  },
  {
    status: "n_status",
    means: {
      no_news: "no_news",
      camp: "camp",
      detention: "detention_centre",
      prison: "prison",
      house: "house",
      factory: "factory",
      free_there: "free",
      returned: "returned",
      died: "died",
      not_sure: "not_sure",
    },
    from: ["n_asof"],
    to: [],
    where: ["f_place"],
    details: [],
    shape: "as-of",
  },
  {
    status: "n_what",
    means: {
      call: "call",
      taken: "taken",
      moved: "moved",
      sentence: "prison",
      factory: "factory",
      released: "released",
      house: "house",
      returned: "returned",
      ill: "ill",
      silence: "no_news",
      died: "died",
    },
    from: ["n_since"],
    to: [],
    where: ["f_place"],
    details: SENTENCE,
  },
  { status: "x_tell", means: { yes: "died" }, from: ["x_when"], to: [], where: ["x_where"], details: [], shape: "event" },
  {
    status: "k_call_way",
    means: { voice: "call", video: "call", letter: "call", message: "call" },
    otherwise: "call",
    from: ["k_call_when"],
    to: [],
    where: [],
    details: ["k_call_way", "k_call_free"],
    shape: "event",
  },
  {
    status: "b_kind",
    means: {
      school: "camp",
      offices: "camp",
      hospital: "camp",
      hotel: "camp",
      new_camp: "camp",
      detention_centre: "detention_centre",
      prison: "prison",
      factory: "factory",
      other: "other",
    },
    otherwise: "other",
    from: ["b_from"],
    to: ["b_to"],
    where: ["b_where"],
    details: ["b_taken", "b_kind"],
    shape: "state",
    one: true,
  },
  { status: "r_how", means: { home: "released", watched: "house", factory: "factory", trial: "prison", other: "released" }, from: ["b_to"], to: [], where: [], details: ["r_how"], shape: "event" },
  { status: "g_factory", means: { yes: "factory" }, from: ["fa_from"], to: [], where: ["fa_where"], details: ["fa_product", "fa_pay"], shape: "state" },
];
