import type { Operation } from './operation.ts';
import type { ServiceModel } from './wire/service-model.ts';

/** A service that the gateway answers for: its wire form and what is implemented of it. */
export interface Service {
  readonly model: ServiceModel;
  /** By operation name. What the model has and this lacks is answered as not emulated. */
  // biome-ignore lint/suspicious/noExplicitAny: each operation has its own shapes, tied to its name by the model.
  readonly operations: Readonly<Record<string, Operation<any, any>>>;
}
