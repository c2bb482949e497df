import { describe, expect, it } from "vitest";
import { readEmdbHeader } from "#electron/archive/emdb-header.ts";
import { elementAt, readXml } from "#electron/archive/xml.ts";

describe("the header of an EMDB entry", () => {
  it("is read in its present schema: the primary contour, the final resolution", () => {
    const header = readEmdbHeader(`<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE emd><!-- <map><contour_list/></map> -->
      <emd emdb_id="EMD-1" version="3.0.5.0"><admin><title>K&amp;V &#945;-channel &#x2013; <![CDATA[<open>]]></title></admin>
      <structure_determination_list><structure_determination><singleparticle_processing>
        <final_reconstruction><resolution units="Å" res_type="BY AUTHOR">3.4</resolution></final_reconstruction>
      </singleparticle_processing></structure_determination></structure_determination_list>
      <map format="CCP4" size_kbytes="10"><contour_list>
        <contour primary="false"><level>9</level></contour>
        <contour primary="true"><level>-0.02</level><source>AUTHOR</source></contour>
      </contour_list></map>
      <interpretation><additional_map_list><additional_map><contour_list><contour primary="true"><level>7</level></contour></contour_list></additional_map></additional_map_list></interpretation>
      </emd>`);
    expect(header).toEqual({ title: "K&V α-channel – <open>", level: -0.02, resolution: 3.4, models: [] });
  });

  it("is read in the older schema", () => {
    const header = readEmdbHeader(
      `<emdEntry><deposition><title>GroEL</title><fittedPDBEntryIdList><pdbEntryId>1gr5</pdbEntryId></fittedPDBEntryIdList></deposition>
       <map><contourLevel source="author">0.5</contourLevel></map><processing><reconstruction><resolutionByAuthor>11.5</resolutionByAuthor></reconstruction></processing></emdEntry>`,
    );
    expect(header).toEqual({ title: "GroEL", level: 0.5, resolution: 11.5, models: ["1GR5"] });
  });

  it("may state nothing", () => {
    expect(readEmdbHeader("<emd/>")).toEqual({ title: "", level: null, resolution: null, models: [] });
  });
});

describe("the XML reader", () => {
  it("keeps attributes in both quotes, with > inside, and drops prefixes", () => {
    const root = readXml(`<a:r x='1' y="2 > 1"><b/><b z="&lt;">t</b></a:r>`);
    expect([root.name, ...root.attributes]).toEqual(["r", ["x", "1"], ["y", "2 > 1"]]);
    expect(root.children.map(({ text }) => text)).toEqual(["", "t"]);
    expect(elementAt(root, "b", "c")).toBeUndefined();
  });

  it.each(["", "text", "<a>", "<a></b>", "</a>", "<a/><b/>", "<a><b></a></b>", `${"<a>".repeat(200)}`])(
    "refuses %j",
    (text) => expect(() => readXml(text)).toThrow(expect.objectContaining({ code: "format" })),
  );
});
