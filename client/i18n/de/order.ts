// Lobby und Ordnung: Einschränken, Hinausschicken, Sperren, Meldungen und das Protokoll von alledem.
import type { Translation } from '../message.ts'
import type { order as source } from '../en/order.ts'

export const order: Translation<typeof source> = {
  because: 'Grund: {reason}',
  slowWait: 'In {seconds} s können Sie wieder schreiben.',
  bannedTitle: 'Sie werden in diese Stunde nicht eingelassen',
  bannedText: 'Die Lehrenden dieser Stunde haben Sie gesperrt.',
  bannedUntil: 'Die Lehrenden dieser Stunde haben Sie bis {time} gesperrt.',
  removedTitle: 'Sie wurden entfernt',
  removedText:
    'Die Lehrenden haben Sie aus der Stunde entfernt. Wenn Sie wiederkommen, müssen sie Sie hereinlassen.',
  refusedTitle: 'Sie wurden nicht eingelassen',
  refusedText: 'Die Lehrenden haben Sie nicht hereingelassen.',
  unlessStaff: 'Gegen Lehrende geht das nicht; nehmen Sie ihnen zuerst die Rolle.',
  noPlace: 'Es ist kein Platz frei: erhöhen Sie zuerst die Grenze.',
}
