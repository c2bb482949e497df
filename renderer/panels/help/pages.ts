import type { HelpPage } from "#renderer/commands/help.ts";
import type { PageContent } from "#renderer/panels/help/help-page.ts";
import { page as complex } from "../../../assets/help/complex.md";
import { page as domains } from "../../../assets/help/domains.md";
import { page as fit } from "../../../assets/help/fit.md";
import { page as formats } from "../../../assets/help/formats.md";
import { page as maps } from "../../../assets/help/maps.md";
import { page as mouse } from "../../../assets/help/mouse.md";
import { page as particles } from "../../../assets/help/particles.md";
import { page as privacy } from "../../../assets/help/privacy.md";
import { page as refine } from "../../../assets/help/refine.md";
import { page as verdict } from "../../../assets/help/verdict.md";

/** Every page but the commands, which are listed from their own table. */
export const pages: Readonly<Record<Exclude<HelpPage, "commands">, PageContent>> = {
  fit,
  complex,
  domains,
  refine,
  maps,
  particles,
  mouse,
  verdict,
  formats,
  privacy,
};
