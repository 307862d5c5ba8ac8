// A board on the screen: `new BoardEngine(options)` is an `Engine` of `contract.ts`.
import type { Engine, EngineOptions } from './contract.ts'

export type BoardEngineConstructor = new (options: EngineOptions) => Engine
