; What Python defines, and what it refers to.
(class_definition name: (identifier) @name) @class
(module (function_definition name: (identifier) @name) @function)
(module (decorated_definition definition: (function_definition name: (identifier) @name)) @function)
(class_definition body: (block (function_definition name: (identifier) @name) @method))
(class_definition body: (block (decorated_definition definition: (function_definition name: (identifier) @name)) @method))
(module (expression_statement (assignment left: (identifier) @name)) @variable)

(call function: [
  (identifier) @reference
  (attribute attribute: (identifier) @reference)
])
(import_from_statement name: (dotted_name (identifier) @reference))
(class_definition superclasses: (argument_list (identifier) @reference))
(decorator (identifier) @reference)
(type (identifier) @reference)
