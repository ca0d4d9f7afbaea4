/**
 * Which question gives which field of a case. It stands here and not in config/questionnaires: a record names its questionnaire by the hash of the file, so that a mark
 * in the file would be another questionnaire, and records of the old one would have no fields. A question means the same wherever it stands (`docs/questionnaires.md`),
 * so one table is enough for all versions; `test/fields.test.ts` fails for a question of any of them that is not named here.
 */
export type FieldId = (typeof FIELDS)[number]["id"];
export type FieldGroup = (typeof FIELDS)[number]["group"];

/**
 * `one`: there can be one only, so that two which exclude each other are a contradiction. `spelled`: one thing in many spellings. `many`: all may be true at once.
 * `over-time`: what was told later does not contradict what was told earlier.
 */
type Holds = "one" | "spelled" | "many" | "over-time";

export interface Field {
  readonly id: string;
  readonly group: "person" | "event" | "now" | "death" | "family" | "use";
  readonly holds: Holds;
  readonly questions: readonly string[];
}

export const FIELDS = [
  { id: "name", group: "person", holds: "spelled", questions: ["p_name", "p_name_other"] },
  { id: "birth", group: "person", holds: "one", questions: ["p_birth"] },
  { id: "sex", group: "person", holds: "one", questions: ["p_sex"] },
  { id: "home", group: "person", holds: "one", questions: ["p_home"] },
  { id: "number", group: "person", holds: "spelled", questions: ["d_number"] },
  { id: "people", group: "person", holds: "one", questions: ["p_people"] },
  { id: "work", group: "person", holds: "many", questions: ["p_work"] },
  { id: "citizenship", group: "person", holds: "one", questions: ["c_then"] },
  { id: "citizenship_steps", group: "person", holds: "many", questions: ["c_step_what", "c_step_when", "c_step_paper"] },
  { id: "papers", group: "person", holds: "many", questions: ["d_papers"] },
  { id: "health", group: "person", holds: "over-time", questions: ["h_health"] },
  { id: "taken_how", group: "event", holds: "one", questions: ["e_taken", "b_taken"] },
  { id: "taken_when", group: "event", holds: "one", questions: ["e_when", "b_from"] },
  { id: "taken_where", group: "event", holds: "one", questions: ["e_where", "b_where"] },
  { id: "held_until", group: "event", holds: "one", questions: ["b_to"] },
  { id: "responsible", group: "event", holds: "many", questions: ["e_who"] },
  { id: "reason_told", group: "event", holds: "many", questions: ["e_reason_said"] },
  { id: "reason_thought", group: "event", holds: "many", questions: ["e_reason_think"] },
  { id: "warrant", group: "event", holds: "one", questions: ["e_papers"] },
  { id: "signed", group: "event", holds: "many", questions: ["d_signed"] },
  { id: "trial", group: "event", holds: "many", questions: ["ev_trial"] },
  { id: "years", group: "event", holds: "many", questions: ["ev_years"] },
  { id: "charge", group: "event", holds: "many", questions: ["ev_charge"] },
  { id: "verdict", group: "event", holds: "many", questions: ["ev_verdict"] },
  { id: "status", group: "now", holds: "over-time", questions: ["n_status", "n_what"] },
  { id: "status_on", group: "now", holds: "over-time", questions: ["n_asof", "n_since"] },
  { id: "place_now", group: "now", holds: "over-time", questions: ["f_place"] },
  { id: "urgent", group: "now", holds: "over-time", questions: ["n_urgent", "n_urgent_what"] },
  { id: "died_when", group: "death", holds: "one", questions: ["x_when"] },
  { id: "died_where", group: "death", holds: "one", questions: ["x_where"] },
  { id: "body", group: "death", holds: "over-time", questions: ["x_body", "x_burial"] },
  { id: "relation", group: "family", holds: "many", questions: ["t_relation"] },
  { id: "dependants", group: "family", holds: "over-time", questions: ["ch_dependants"] },
  { id: "losses", group: "family", holds: "many", questions: ["pr_property", "pr_debt"] },
  { id: "appeals", group: "family", holds: "many", questions: ["a_contacts", "a_step_to", "a_step_when", "a_step_reply", "a_step_number"] },
  { id: "may_share", group: "use", holds: "over-time", questions: ["u_share"] },
  { id: "may_publish", group: "use", holds: "over-time", questions: ["u_publish"] },
  { id: "may_voice", group: "use", holds: "over-time", questions: ["u_voice"] },
  { id: "may_face", group: "use", holds: "over-time", questions: ["u_face"] },
  { id: "family_agrees", group: "use", holds: "over-time", questions: ["u_family"] },
] as const satisfies readonly Field[];

export const GROUPS = ["person", "now", "event", "death", "family", "use"] as const satisfies readonly FieldGroup[];

/** Fields that hold one date. */
export const DATES: ReadonlySet<FieldId> = new Set<FieldId>(["birth", "taken_when", "held_until", "status_on", "died_when"]);

/** Grades as for the reliability of information in the HURIDOCS formats: what was seen by somebody who can be asked, down to what can hardly be true. */
export const CONFIDENCE = ["reliable", "fairly", "less", "unreliable"] as const;
export type Confidence = (typeof CONFIDENCE)[number];

/** What gives no field: it is read in the testimony, on the timeline, or by others than reviewers. */
export const NO_FIELD: ReadonlySet<string> = new Set(
  (
    "consent story reply i_story h_letter p_photo ev_files i_paper t_how h_who h_agreed h_read_back t_name t_country n_urgent_reach " +
    "n_told x_tell x_told e_return e_seen ev ev_kind ev_from ev_to ev_place ev_product ev_pay ev_illness ev_source k_how k_call k_call_when k_call_way k_call_free k_call_words " +
    "c_step a_step a_effect a_effect_when p_more p_more_who u_recorded u_change directive directive_person cs_not_see cs_not_see_who cs_contact cs_reach cs_time " +
    "th_threats th_from th_demand th_when need_help need_what need_town need_reach " +
    "w_kind b_kind o_where o_when v_talk s_person s_name s_home s_when s_condition s_how g_place b_many b_fences b_room b_number b_clothes b_category b_points b_days " +
    "g_treated v_kinds v_to g_health m_kinds m_now g_release r_how r_terms r_who g_after o_kinds g_factory fa_where fa_from fa_contract fa_product fa_pay fa_leave " +
    "i_court i_where i_from i_to i_joined i_forced_by i_post i_employer i_many i_transports i_transports_what i_quotas i_criteria i_orders i_orders_who i_language i_cameras"
  ).split(" "),
);

/** Answered with somebody's name: the relative's, then others'. */
export const NAMES_OF_RELATIVE = ["p_name", "p_name_other"] as const;
export const NAMES_OF_OTHERS = ["t_name", "s_name", "directive_person", "cs_not_see_who", "p_more_who"] as const;

/** Treatment, violence, death, health, children: whoever reads is told before. */
const HARD: ReadonlySet<string> = new Set(
  "x_when x_where x_told x_body x_burial h_health ev_illness ch_dependants s_condition v_kinds v_to m_kinds m_now o_kinds".split(" "),
);
/** Of somebody who was held or worked there the account itself is hard. */
const HARD_OF_EYEWITNESS: ReadonlySet<string> = new Set(["story", "i_story"]);

/** @param questionnaire its name, with or without the version */
export const isHard = (question: string, questionnaire: string): boolean =>
  HARD.has(question) || (questionnaire.split(".")[0] === "eyewitness" && HARD_OF_EYEWITNESS.has(question));

/** How the one who tells knows it. */
export type KnownBy = "saw" | "heard" | "official" | "paper" | "online" | "guess";

/** Where the questionnaire asks how something is known: the question, what each option means, and which questions it is about. */
export const HOW_KNOWN: readonly { readonly question: string; readonly of: readonly string[]; readonly means: Readonly<Record<string, KnownBy>> }[] = [
  {
    question: "k_how",
    of: ["n_status", "n_what", "n_asof", "n_since", "f_place"],
    means: { saw: "saw", spoke: "heard", family: "heard", other_person: "heard", official: "official", paper: "paper", online: "online", guess: "guess" },
  },
  {
    question: "ev_source",
    of: ["ev_kind", "ev_from", "ev_to", "ev_place", "ev_trial", "ev_years", "ev_charge", "ev_verdict"],
    means: { saw: "saw", spoke: "heard", family: "heard", other_person: "heard", official: "official", paper: "paper", online: "online", guess: "guess" },
  },
  { question: "ev_verdict", of: ["ev_years", "ev_charge"], means: { seen: "paper", heard: "heard" } },
  { question: "x_told", of: ["x_tell", "x_when", "x_where", "x_body", "x_burial"], means: { family: "heard", officials: "official", returned: "heard", paper: "paper", message: "heard" } },
  { question: "e_papers", of: ["e_taken", "e_when", "e_where"], means: { have: "paper", seen: "paper" } },
  { question: "w_kind", of: ["b_taken", "b_from", "b_to", "b_where", "r_how", "fa_from", "fa_where"], means: { held: "saw" } },
];
