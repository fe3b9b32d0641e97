// A draft is written while it is typed: one a person, until the entry is kept or the draft is put aside.
import { erase, read, write } from "./store.js";

const WAIT = 250;
const LONGEST = 3 * 24 * 3600_000;

export async function draftOf(owner) {
  const draft = await read("drafts", owner);
  if (!draft || Date.now() - draft.at < LONGEST) return draft;
  await dropDraft(owner);
  return undefined;
}

export const dropDraft = (owner) => erase("drafts", owner);

// Calls `read` a moment after the last touch and keeps what it gives; `keepNow` does so at once.
export function keepDrafts(form, owner, content, failed) {
  let timer = 0;
  let stopped = false;
  async function keepNow() {
    clearTimeout(timer);
    if (stopped) return;
    try {
      await write("drafts", { owner, at: Date.now(), fields: content() });
    } catch (error) {
      failed(error);
    }
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keepNow, WAIT);
  });
  // The tab may be put away or killed at any moment.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) keepNow();
  });
  return {
    keepNow,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
