/**
 * How long a service may take until its health port answers, in real time, unless its user data says otherwise. In
 * virtual time minutes of failed checks go by in no time at all, so a service that is still starting would never get
 * its chance. A service without health listener costs all of it, once.
 */
export const START_PATIENCE_MS = 20_000;
