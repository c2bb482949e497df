import type { Structure } from "#core/structure/structure.ts";

/** One atom on its way into a structure; names as in `Structure`. */
export interface AtomRow {
  x: number;
  y: number;
  z: number;
  element: string;
  atomName: string;
  residueName: string;
  chainId: string;
  residueNumber: number;
  insertionCode: string;
  altLoc: string;
  occupancy: number;
  bFactor: number;
  isHetero: boolean;
  labelChainId: string;
  entityId: string;
  labelResidueNumber: number;
  serial: number;
  charge: number;
}

/** A row to fill in: at the origin, occupancy 1, everything else empty. */
export function blankAtomRow(): AtomRow {
  return {
    x: 0,
    y: 0,
    z: 0,
    element: "X",
    atomName: "",
    residueName: "",
    chainId: "",
    residueNumber: 0,
    insertionCode: "",
    altLoc: "",
    occupancy: 1,
    bFactor: 0,
    isHetero: false,
    labelChainId: "",
    entityId: "",
    labelResidueNumber: 0,
    serial: 0,
    charge: 0,
  };
}

/** Collects atoms one by one, for readers that do not know their number beforehand. */
export class StructureBuilder {
  private readonly xyz: number[] = [];
  private readonly element: string[] = [];
  private readonly atomName: string[] = [];
  private readonly residueName: string[] = [];
  private readonly chainId: string[] = [];
  private readonly residueNumber: number[] = [];
  private readonly insertionCode: string[] = [];
  private readonly altLoc: string[] = [];
  private readonly occupancy: number[] = [];
  private readonly bFactor: number[] = [];
  private readonly isHetero: number[] = [];
  private readonly labelChainId: string[] = [];
  private readonly entityId: string[] = [];
  private readonly labelResidueNumber: number[] = [];
  private readonly serial: number[] = [];
  private readonly charge: number[] = [];
  private readonly tensors = new Map<number, readonly number[]>();

  get atomCount(): number {
    return this.element.length;
  }

  /** Copies the row; the caller may use it again. */
  add(row: AtomRow): void {
    this.xyz.push(row.x, row.y, row.z);
    this.element.push(row.element);
    this.atomName.push(row.atomName);
    this.residueName.push(row.residueName);
    this.chainId.push(row.chainId);
    this.residueNumber.push(row.residueNumber);
    this.insertionCode.push(row.insertionCode);
    this.altLoc.push(row.altLoc);
    this.occupancy.push(row.occupancy);
    this.bFactor.push(row.bFactor);
    this.isHetero.push(row.isHetero ? 1 : 0);
    this.labelChainId.push(row.labelChainId);
    this.entityId.push(row.entityId);
    this.labelResidueNumber.push(row.labelResidueNumber);
    this.serial.push(row.serial);
    this.charge.push(row.charge);
  }

  /** Gives the last atom an anisotropic displacement: U11 U22 U33 U12 U13 U23, Å². */
  addAnisotropicU(tensor: readonly number[]): void {
    this.tensors.set(this.atomCount - 1, tensor);
  }

  /** The atoms so far; label numbers, charges and tensors are left out when no atom has one. */
  toStructure(name: string): Structure {
    const hasLabels = this.labelResidueNumber.some((n) => n !== 0);
    const hasCharges = this.charge.some((e) => e !== 0);
    const anisotropicU = new Float32Array(this.tensors.size > 0 ? 6 * this.atomCount : 0);
    for (const [atom, tensor] of this.tensors) anisotropicU.set(tensor, 6 * atom);
    return {
      name,
      atomCount: this.atomCount,
      xyz: new Float64Array(this.xyz),
      element: this.element,
      atomName: this.atomName,
      residueName: this.residueName,
      chainId: this.chainId,
      residueNumber: new Int32Array(this.residueNumber),
      insertionCode: this.insertionCode,
      altLoc: this.altLoc,
      occupancy: new Float32Array(this.occupancy),
      bFactor: new Float32Array(this.bFactor),
      isHetero: new Uint8Array(this.isHetero),
      labelChainId: this.labelChainId,
      entityId: this.entityId,
      serial: new Int32Array(this.serial),
      ...(hasLabels && { labelResidueNumber: new Int32Array(this.labelResidueNumber) }),
      ...(hasCharges && { charge: new Int8Array(this.charge) }),
      ...(this.tensors.size > 0 && { anisotropicU }),
    };
  }
}
