// The address of one of Microsoft's pages, by its name.
import { useCommand } from '../app/query';

export function useMicrosoftPage(name: string): string | undefined {
  return useCommand('pages', {}).data?.find((page) => page.name === name)?.address;
}
