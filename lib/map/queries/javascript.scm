; What JavaScript defines, and what it refers to.
(function_declaration name: (identifier) @name) @function
(generator_function_declaration name: (identifier) @name) @function
(class_declaration name: (identifier) @name) @class
(method_definition name: [(property_identifier) (private_property_identifier)] @name) @method
(field_definition property: [(property_identifier) (private_property_identifier)] @name) @field
(program (lexical_declaration (variable_declarator name: (identifier) @name)) @constant)
(program (variable_declaration (variable_declarator name: (identifier) @name)) @variable)
(program (export_statement (lexical_declaration (variable_declarator name: (identifier) @name))) @constant)
(assignment_expression
  left: (member_expression property: (property_identifier) @name)
  right: [(function_expression) (arrow_function) (class)]) @function

(call_expression function: [
  (identifier) @reference
  (member_expression property: (property_identifier) @reference)
])
(new_expression constructor: (identifier) @reference)
(import_specifier name: (identifier) @reference)
(class_heritage (identifier) @reference)
