// Finds the exported functions and the methods of exported classes and interfaces that take a bare truth beside other arguments.
import { readFileSync } from 'node:fs';
import { parseSync, type ParamPattern, type Program, type TSType } from 'oxc-parser';

interface Signature {
  readonly name: string;
  readonly params: readonly ParamPattern[];
}

/** Their names: `keysOn`, `Series.push`. */
export function bareBooleansOf(file: string): readonly string[] {
  return bareBooleansIn(file, readFileSync(file, 'utf8'));
}

export function bareBooleansIn(file: string, code: string): readonly string[] {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return signaturesOf(program)
    .filter(({ params }) => params.length >= 2 && params.some(isBoolean))
    .map(({ name }) => name);
}

function signaturesOf({ body }: Program): readonly Signature[] {
  return body.flatMap((statement): readonly Signature[] => {
    const shown = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
    switch (shown?.type) {
      case 'FunctionDeclaration':
        return [{ name: shown.id?.name ?? '', params: shown.params }];
      case 'VariableDeclaration':
        return shown.declarations.flatMap(({ id, init }) =>
          id.type === 'Identifier' &&
          (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')
            ? [{ name: id.name, params: init.params }]
            : [],
        );
      case 'ClassDeclaration':
        return shown.body.body.flatMap((member) =>
          member.type === 'MethodDefinition' &&
          member.key.type === 'Identifier' &&
          member.accessibility !== 'private'
            ? [{ name: `${shown.id?.name}.${member.key.name}`, params: member.value.params }]
            : [],
        );
      case 'TSInterfaceDeclaration':
        return shown.body.body.flatMap((member) => {
          if (!('key' in member) || member.key.type !== 'Identifier') return [];
          const name = `${shown.id.name}.${member.key.name}`;
          if (member.type === 'TSMethodSignature') return [{ name, params: member.params }];
          const type = member.type === 'TSPropertySignature' ? member.typeAnnotation?.typeAnnotation : null;
          return type?.type === 'TSFunctionType' ? [{ name, params: type.params }] : [];
        });
      default:
        return [];
    }
  });
}

function isBoolean(param: ParamPattern): boolean {
  if (param.type === 'TSParameterProperty') return isBoolean(param.parameter);
  if (param.type === 'AssignmentPattern') {
    const { left, right } = param;
    return (
      (right.type === 'Literal' && typeof right.value === 'boolean') ||
      isBooleanType(left.typeAnnotation?.typeAnnotation)
    );
  }
  return isBooleanType(param.typeAnnotation?.typeAnnotation);
}

function isBooleanType(type: TSType | undefined): boolean {
  return (
    type?.type === 'TSBooleanKeyword' || (type?.type === 'TSUnionType' && type.types.some(isBooleanType))
  );
}
