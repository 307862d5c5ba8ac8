// Questions that are asked together: while one call is out, what comes waits, and then all of it goes
// in the next call. No timer: the busier it is, the larger the calls.

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** `call` answers in the order of its items. */
export function together<Item, Answer>(
  call: (items: readonly Item[]) => Promise<readonly Answer[]>,
  limit: number,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  let running = false

  const runOne = async (batch: readonly Waiting<Item, Answer>[]) => {
    try {
      const answers = await call(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  const run = async () => {
    if (running) return
    running = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, limit)
      waiting = waiting.slice(limit)
      await runOne(batch)
    }
    running = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      // Whatever else asks in this turn of the event loop goes along.
      queueMicrotask(() => void run())
    })
}
