// A poll's result as a file for spreadsheet programs: who answered what, or for anonymous ones how many.
import type { RequestOutput } from '../../../shared/contract/index.ts'
import { csvLine, csvMark } from '../../../shared/csv.ts'
import type { ClosedPoll } from '../../../shared/room/polls.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { optionWords, questionWords } from './words.ts'

type Answers = RequestOutput<'polls.answers'>['answers']

function namedRows(poll: ClosedPoll, answers: Answers): (string | number)[][] {
  const options = optionWords(poll)
  return [
    [t('polls.csvPerson'), t('polls.csvAnswer')],
    ...answers.map(({ name, choices, text }) => [
      name ?? t('classroom.somebody'),
      text ?? choices.map((choice) => options[choice] ?? '').join('; '),
    ]),
  ]
}

function countedRows(poll: ClosedPoll): (string | number)[][] {
  const counts = optionWords(poll).map((option, index) => [option, poll.count?.counts[index] ?? 0])
  const texts = poll.count?.texts.map(({ text, count }) => [text, count]) ?? []
  return [[t('polls.csvAnswer'), t('polls.csvCount')], ...counts, ...texts]
}

function saveText(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

export function savePoll(poll: ClosedPoll, answers: Answers): void {
  const rows = poll.anonymous ? countedRows(poll) : namedRows(poll, answers)
  const name = questionWords(poll)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40)
  saveText(
    `${name || 'poll'}.csv`,
    csvMark + [[questionWords(poll)], ...rows].map(csvLine).join(''),
    'text/csv;charset=utf-8',
  )
}
