import { elementAt, elementsAt, elementsNamed, readXml, type XmlElement } from "#electron/archive/xml.ts";

/** What the depositors of a map state about it. */
export interface EmdbHeader {
  readonly title: string;
  /** Contour level they recommend, map units; null when they recommend none. */
  readonly level: number | null;
  /** Å; null when not stated. */
  readonly resolution: number | null;
  /** PDB ids of the models they fitted, in capitals. */
  readonly models: readonly string[];
}

/**
 * Reads the header file of an EMDB entry: schema 3 (`map/contour_list/contour/level`) and the older 1.9
 * (`map/contourLevel`). Throws `format` when it is no XML.
 */
export function readEmdbHeader(document: string): EmdbHeader {
  const root = readXml(document);
  const models = [...elementsNamed(root, "pdb_id"), ...elementsNamed(root, "pdbEntryId")];
  return {
    title: (elementAt(root, "admin", "title") ?? elementAt(root, "deposition", "title"))?.text ?? "",
    level: levelOf(root),
    resolution: resolutionOf(root),
    models: [...new Set(models.map(({ text }) => text.toUpperCase()))],
  };
}

/** The contour marked as primary, else the first one. */
function levelOf(root: XmlElement): number | null {
  const contours = elementsAt(root, "map", "contour_list", "contour");
  const primary = contours.find(({ attributes }) => attributes.get("primary") === "true") ?? contours[0];
  const stated = primary ? elementAt(primary, "level") : elementAt(root, "map", "contourLevel");
  return numberIn(stated);
}

/** That of the final reconstruction; the best one when there are several. */
function resolutionOf(root: XmlElement): number | null {
  const final = elementsNamed(root, "final_reconstruction").flatMap((one) => elementsAt(one, "resolution"));
  const stated = final.length > 0 ? final : elementsNamed(root, "resolutionByAuthor");
  const values = stated.map(numberIn).filter((value) => value !== null && value > 0);
  return values.length > 0 ? Math.min(...values.map(Number)) : null;
}

function numberIn(element: XmlElement | undefined): number | null {
  const text = element?.text ?? "";
  const value = Number(text);
  return text !== "" && Number.isFinite(value) ? value : null;
}
