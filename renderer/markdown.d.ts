/** A help page, made ready by build/help-pages.ts. */
declare module "*.md" {
  export const page: import("#renderer/panels/help/help-page.ts").PageContent;
}
