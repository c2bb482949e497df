/** A matrix by columns: entry (row, column) is `data[row + rows · column]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A matrix of zeros. */
export function zeroMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** A column of a matrix, without a copy. */
export function columnOf({ rows, data }: Matrix, column: number): Float64Array {
  return data.subarray(rows * column, rows * (column + 1));
}

/**
 * A = Q R Pᵀ by Householder reflections with column pivoting. What follows the first pivot below `tolerance` times the
 * largest counts as dependent.
 */
export class PivotedQr {
  readonly #a: Matrix;
  readonly #scales: Float64Array;
  readonly #pivots: Int32Array;
  /** Independent columns. */
  readonly rank: number;

  /** Takes the matrix over. */
  constructor(a: Matrix, tolerance: number) {
    this.#a = a;
    const most = Math.min(a.rows, a.columns);
    this.#scales = new Float64Array(most);
    this.#pivots = Int32Array.from({ length: a.columns }, (_, n) => n);
    let rank = 0;
    let first = 0;
    for (; rank < most; rank++) {
      this.#bringLargestFirst(rank);
      const size = norm(columnOf(a, rank), rank);
      if (rank === 0) first = size;
      if (!(size > tolerance * first)) break;
      this.#reflect(rank, size);
    }
    this.rank = rank;
  }

  /** Qᵀ v, in place. */
  applyTransposed(v: Float64Array): void {
    for (let n = 0; n < this.rank; n++) this.#reflectVector(v, n);
  }

  /** The least-squares solution of A x = v where v is Qᵀ of the right side; dependent columns get 0. */
  solve(v: Float64Array): Float64Array {
    const { data, rows, columns } = this.#a;
    const x = new Float64Array(columns);
    const y = v.slice(0, this.rank);
    for (let n = this.rank - 1; n >= 0; n--) {
      y[n] /= data[n + rows * n];
      for (let row = 0; row < n; row++) y[row] -= y[n] * data[row + rows * n];
      x[this.#pivots[n]] = y[n];
    }
    return x;
  }

  /** R with its columns in the order of A: `rank` rows. */
  triangle(): Matrix {
    const { rows, columns } = this.#a;
    const r = zeroMatrix(this.rank, columns);
    for (let n = 0; n < columns; n++) {
      const to = columnOf(r, this.#pivots[n]);
      for (let row = 0; row < Math.min(n + 1, this.rank); row++) to[row] = this.#a.data[row + rows * n];
    }
    return r;
  }

  #bringLargestFirst(from: number): void {
    let best = from;
    let largest = -1;
    for (let n = from; n < this.#a.columns; n++) {
      const size = norm(columnOf(this.#a, n), from);
      if (size <= largest) continue;
      largest = size;
      best = n;
    }
    if (best === from) return;
    const one = columnOf(this.#a, from);
    const other = columnOf(this.#a, best);
    const kept = one.slice();
    one.set(other);
    other.set(kept);
    [this.#pivots[from], this.#pivots[best]] = [this.#pivots[best], this.#pivots[from]];
  }

  /** The reflector of a column stays below its diagonal, whose entry becomes that of R. */
  #reflect(n: number, size: number): void {
    const column = columnOf(this.#a, n);
    const diagonal = column[n] > 0 ? -size : size;
    const head = column[n] - diagonal;
    for (let row = n + 1; row < column.length; row++) column[row] /= head;
    this.#scales[n] = -head / diagonal;
    column[n] = diagonal;
    for (let other = n + 1; other < this.#a.columns; other++) {
      this.#reflectVector(columnOf(this.#a, other), n);
    }
  }

  #reflectVector(v: Float64Array, n: number): void {
    const column = columnOf(this.#a, n);
    let sum = v[n];
    for (let row = n + 1; row < v.length; row++) sum += column[row] * v[row];
    sum *= this.#scales[n];
    v[n] -= sum;
    for (let row = n + 1; row < v.length; row++) v[row] -= sum * column[row];
  }
}

/** Length of a vector from an entry on. */
function norm(v: Float64Array, from: number): number {
  let sum = 0;
  for (let row = from; row < v.length; row++) sum += v[row] * v[row];
  return Math.sqrt(sum);
}
