declare module "komir:engine" {
  /** The package `conversation` of the bot, compiled by TeaVM (`bot/engine`). */
  export function conversation(
    data: unknown,
    recordings: readonly string[],
    fill: (language: string, id: string, values: Record<string, string>) => string,
  ): import("./conversation.ts").Conversation;
}
