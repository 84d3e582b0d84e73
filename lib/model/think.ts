/** Takes reasoning out of the start of an answer, piece by piece. */
export interface ThinkFilter {
  /** Takes the next piece and gives what of it is answer. */
  push(piece: string): string;
  /** Ends the answer; gives what was held back, or undefined when the reasoning never ended. */
  end(): string | undefined;
}

const OPENING_REGEXP = /^<(think|thinking|reasoning)>/;
const MAYBE_OPENING_REGEXP = /^<[a-z]{0,9}$/;

/**
 * Makes a filter for one answer. Some models write their reasoning into the answer itself, as
 * `<think>...</think>` before all else. Only there is it taken out: the same words further down
 * may be the file that was asked for.
 */
export function filterThinking(): ThinkFilter {
  let state: "start" | "thinking" | "gap" | "answer" = "start";
  let held = "";
  let blanks = ""; // before all else; they are part of an answer without reasoning
  let closing = "";
  const step = (): string | undefined => {
    switch (state) {
      case "start": {
        const text = held.trimStart();
        blanks += held.slice(0, held.length - text.length);
        held = text;
        const opening = OPENING_REGEXP.exec(text);
        if (opening !== null) {
          closing = `</${opening[1]}>`;
          held = text.slice(opening[0].length);
          state = "thinking";
          return "";
        }
        if (text === "" || MAYBE_OPENING_REGEXP.test(text)) return undefined;
        state = "answer";
        return blanks;
      }
      case "thinking": {
        const end = held.indexOf(closing);
        if (end < 0) {
          held = held.slice(-closing.length);
          return undefined;
        }
        held = held.slice(end + closing.length);
        state = "gap";
        return "";
      }
      case "gap":
        held = held.trimStart();
        if (held === "") return undefined;
        state = "answer";
        return "";
      case "answer": {
        const text = held;
        held = "";
        return text === "" ? undefined : text;
      }
    }
  };
  return {
    push(piece) {
      held += piece;
      let answer = "";
      for (let text = step(); text !== undefined; text = step()) answer += text;
      return answer;
    },
    end: () => state === "thinking" ? undefined : state === "start" ? blanks + held : held,
  };
}
