package cfn

import "fmt"

// call is an intrinsic function: one key, its argument.
type call map[string]any

// Ref is the value of a parameter, or what identifies a resource.
func Ref(id string) String { return String{call{"Ref": id}} }

// RefList is the value of a parameter that holds a list.
func RefList(id string) Strings { return Strings{call{"Ref": id}} }

// Att is an attribute of a resource.
func Att(id, attribute string) String { return String{call{"Fn::GetAtt": []string{id, attribute}}} }

// AttList is an attribute of a resource that is a list.
func AttList(id, attribute string) Strings {
	return Strings{call{"Fn::GetAtt": []string{id, attribute}}}
}

// Sub is a text in which ${Parameter}, ${Resource} and ${Resource.Attribute} are
// replaced; ${!Literal} stays as ${Literal}.
func Sub(text string) String { return String{call{"Fn::Sub": text}} }

// SubWith is Sub with names of its own for some values.
func SubWith(text string, values map[string]String) String {
	return String{call{"Fn::Sub": []any{text, values}}}
}

// Join is a list as one text.
func Join(separator string, items Strings) String {
	return String{call{"Fn::Join": []any{separator, items}}}
}

// Split is a text as a list.
func Split(separator string, s String) Strings {
	return Strings{call{"Fn::Split": []any{separator, s}}}
}

// Select is one item of a list, from 0.
func Select(index int, items Strings) String {
	return String{call{"Fn::Select": []any{index, items}}}
}

// Zones are the availability zones of the stack's region, in the service's order.
func Zones() Strings { return Strings{call{"Fn::GetAZs": ""}} }

// Cidr cuts a range into count ranges with bits host bits each (Fn::Cidr).
func Cidr(block String, count, bits int) Strings {
	return Strings{call{"Fn::Cidr": []any{block, count, fmt.Sprint(bits)}}}
}

// Base64 is a text in base64, as user data wants it.
func Base64(s String) String { return String{call{"Fn::Base64": s}} }

// Pseudo parameters ("Pseudo parameters reference").
var (
	AccountID = Ref("AWS::AccountId")
	Partition = Ref("AWS::Partition")
	Region    = Ref("AWS::Region")
	StackName = Ref("AWS::StackName")
	URLSuffix = Ref("AWS::URLSuffix")
)
