import { grouped } from "#renderer/stores/format.ts";
import { Section } from "#renderer/ui/Section.tsx";
import type { ParticleReport } from "#workers/particle-calls.ts";

/** What a STAR file holds, in words, and what is odd about it. */
export function HeldParticles({ report }: { report: ParticleReport }) {
  const { name, description, size, pixelSize, warnings, refusal } = report;
  const { count, halves, optics, defocus, stacks, farthest } = description;
  const group = optics.length === 1 ? optics[0] : undefined;
  return (
    <Section title={name} isName aside={grouped(count)}>
      <p>
        {grouped(count)} particles of {size} × {size} pixels of {Number(pixelSize.toPrecision(4))} Å,{" "}
        {grouped(halves[0])} and {grouped(halves[1])} in the half sets.
      </p>
      <p className="soft particles-facts">
        {stacks === 1 ? "One stack" : `${grouped(stacks)} stacks`}
        {group?.voltage
          ? `, ${group.voltage} kV`
          : optics.length > 1
            ? `, ${optics.length} optics groups`
            : ""}
        {defocus ? `, defocus ${micrometres(defocus.from)} to ${micrometres(defocus.to)} µm` : ", no defocus"}
        , origins up to {farthest.toFixed(1)} Å.
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="particles-warning">
          {warning}
        </p>
      ))}
      {refusal === null ? null : (
        <p className="particles-refusal" role="alert">
          {refusal}
        </p>
      )}
    </Section>
  );
}

/** Å as µm. */
function micrometres(defocus: number): string {
  return (defocus / 10_000).toFixed(1);
}
