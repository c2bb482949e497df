/** The one error of this small tree. */
export class AppError extends Error {}
