// An example of every command about boards, for the tests of table × doors.
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import {
  blank,
  closedBoard,
  hiddenPage,
  removedPage,
  somePage,
  someSet,
  unhiddenPage,
} from './boardScene.ts'
import type { Example } from './scene.ts'

type Names = Extract<CommandName, `boards.${string}`>

export const boardExamples: { readonly [Name in Names]: Example<InputOf<Name>> } = {
  'boards.open': { input: () => ({ title: 'Board', right: 'add', ...blank }) },
  'boards.rename': {
    input: async (scene) => ({ board: (await somePage(scene)).board, title: 'Sketches' }),
  },
  'boards.close': { input: async (scene) => ({ board: (await somePage(scene)).board }) },
  'boards.reopen': { input: (scene) => closedBoard(scene) },
  'boards.addPage': {
    input: async (scene) => ({ board: (await somePage(scene)).board, after: null, ...blank }),
  },
  'boards.copyPage': {
    input: async (scene) => ({ ...(await somePage(scene)), to: null, background: null }),
  },
  'boards.movePage': { input: async (scene) => ({ ...(await somePage(scene)), to: 1 }) },
  'boards.removePage': { input: (scene) => somePage(scene) },
  'boards.restorePage': { input: (scene) => removedPage(scene) },
  'boards.setBackground': {
    input: async (scene) => ({ ...(await somePage(scene)), background: { kind: 'grid' } }),
  },
  'boards.clear': { input: (scene) => somePage(scene) },
  'boards.goBack': {
    input: async (scene) => ({ ...(await somePage(scene)), from: { epoch: 0, seq: 0 } }),
  },
  'boards.show': {
    input: async (scene) => ({ on: { ...(await somePage(scene)), leader: true } }),
  },
  'boards.setRight': {
    input: async (scene) => ({
      board: (await somePage(scene)).board,
      for: { kind: 'person', participant: scene.other.participant },
      right: 'editAll',
    }),
  },
  'boards.freeze': {
    input: async (scene) => ({ board: (await somePage(scene)).board, frozen: true }),
  },
  'boards.hide': { input: (scene) => somePage(scene) },
  'boards.beginLayer': { input: (scene) => hiddenPage(scene) },
  'boards.reveal': {
    input: async (scene) => ({ ...(await hiddenPage(scene)), participant: null }),
  },
  'boards.endHiding': {
    input: async (scene) => ({ ...(await hiddenPage(scene)), how: 'discard' }),
  },
  'boards.hideAgain': { input: (scene) => unhiddenPage(scene) },
  'boards.handOut': {
    input: async (scene) => ({
      title: 'Sheet',
      right: 'editOwn',
      template: await somePage(scene),
    }),
  },
  'boards.takeSheet': { input: (scene) => someSet(scene) },
  'boards.collect': { input: (scene) => someSet(scene) },
  'boards.giveBack': { input: (scene) => someSet(scene) },
  'boards.withdraw': { input: (scene) => someSet(scene) },
}
