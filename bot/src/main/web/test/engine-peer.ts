import { conversationOf, type Conversation, type WithMessages } from "../form/conversation.ts";
import { replay } from "./player.ts";

let conversation: Conversation | undefined;

/** What the Java tests ask of the engine in the browser: once its data, then transcripts. */
export function asked(line: string): string {
  const { data, transcript } = JSON.parse(line) as { data?: WithMessages; transcript?: string };
  if (data !== undefined) {
    conversation = conversationOf(data, []);
    return JSON.stringify({ ready: true });
  }
  if (conversation === undefined || transcript === undefined) {
    return JSON.stringify({ error: "first the data, then transcripts" });
  }
  return JSON.stringify({ played: replay(conversation, transcript) });
}
