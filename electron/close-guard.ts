/** What the guard needs of a window. */
export interface Closable {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  close(): void;
}

/** How the guard asks. */
export interface CloseQuestions {
  /** Sends the question to the page. */
  askPage(): void;
  /** The page does not answer: asks the person in a dialog of the system whether to close all the same. */
  askPerson(): Promise<boolean>;
}

/** `heard` comes first and says only that the page is well; `failed`: the page broke while deciding. */
export type CloseAnswer = 'heard' | 'close' | 'stay' | 'failed';

export interface CloseGuard {
  /** Whether the page wants to be asked. */
  set(on: boolean): void;
  answer(answer: CloseAnswer): void;
}

/** Milliseconds in which a page that is well says that it heard, also on a machine that trains with all cores. */
const HEARING = 5000;

/** Lets the page keep its window from closing while something is not saved; a hung page keeps nobody in. */
export function guardClosing(window: Closable, questions: CloseQuestions, hearing = HEARING): CloseGuard {
  let guarded = false;
  let allowed = false;
  let timer: NodeJS.Timeout | undefined;

  function heard(): void {
    clearTimeout(timer);
    timer = undefined;
  }
  function close(): void {
    allowed = true;
    window.close();
  }

  async function askPerson(): Promise<void> {
    if (await questions.askPerson()) close();
    timer = undefined;
  }

  window.on('close', (event) => {
    if (!guarded || allowed) return;
    event.preventDefault();
    // Asked already and not heard yet: the timer runs.
    if (timer !== undefined) return;
    timer = setTimeout(askPerson, hearing);
    questions.askPage();
  });

  return {
    set(on) {
      guarded = on;
      if (!on) heard();
    },
    answer(answer) {
      heard();
      if (answer === 'close') close();
      else if (answer === 'failed') void askPerson();
    },
  };
}
