package swift

// metadataKinds are the operators after "M" whose operand is a type.
var metadataKinds = [128]kind{
	'a': kTypeMetadataAccessFunction,
	'b': kCanonicalSpecializedGenericTypeMetadataAccessFunction,
	'B': kReflectionMetadataBuiltinDescriptor,
	'C': kReflectionMetadataSuperclassDescriptor,
	'D': kTypeMetadataDemanglingCache,
	'f': kFullTypeMetadata,
	'F': kReflectionMetadataFieldDescriptor,
	'i': kTypeMetadataInstantiationFunction,
	'I': kTypeMetadataInstantiationCache,
	'J': kNoncanonicalSpecializedGenericTypeMetadataCache,
	'K': kMetadataInstantiationCache,
	'l': kTypeMetadataSingletonInitializationCache,
	'L': kTypeMetadataLazyCache,
	'm': kMetaclass,
	'M': kCanonicalSpecializedGenericMetaclass,
	'n': kNominalTypeDescriptor,
	'N': kNoncanonicalSpecializedGenericTypeMetadata,
	'o': kClassMetadataBaseOffset,
	'P': kGenericTypeMetadataPattern,
	'r': kTypeMetadataCompletionFunction,
	's': kObjCResilientClassStub,
	't': kFullObjCResilientClassStub,
	'u': kMethodLookupFunction,
	'U': kObjCMetadataUpdateFunction,
	'z': kCanonicalPrespecializedGenericTypeCachingOnceToken,
}

// opaqueKinds are the operators after "M" whose operand is an opaque type.
var opaqueKinds = [128]kind{
	'g': kOpaqueTypeDescriptorAccessor,
	'h': kOpaqueTypeDescriptorAccessorImpl,
	'j': kOpaqueTypeDescriptorAccessorKey,
	'k': kOpaqueTypeDescriptorAccessorVar,
	'Q': kOpaqueTypeDescriptor,
	'q': kUniquable,
}

// metatypeOperator reads metadata or a descriptor, after "M".
func (p *parser) metatypeOperator() ref {
	switch c := p.next(); {
	case c == 'A':
		return p.with(kReflectionMetadataAssocTypeDescriptor, p.popConformance())
	case c == 'c':
		return p.with(kProtocolConformanceDescriptor, p.popConformance())
	case c == 'p':
		return p.with(kProtocolDescriptor, p.popProtocol())
	case c == 'S':
		return p.with(kProtocolSelfConformanceDescriptor, p.popProtocol())
	case c == 'V':
		return p.with(kPropertyDescriptor, p.popEntity())
	case c == 'X':
		return p.contextDescriptor()
	case c < 128 && metadataKinds[c] != kNone:
		return p.with(metadataKinds[c], p.popKind(kType))
	case c < 128 && opaqueKinds[c] != kNone:
		return p.with(opaqueKinds[c], p.pop())
	}
	return 0
}

func (p *parser) contextDescriptor() ref {
	switch p.next() {
	case 'E':
		return p.with(kExtensionDescriptor, p.popContext())
	case 'M':
		return p.with(kModuleDescriptor, p.popModule())
	case 'Y':
		discriminator := p.pop()
		return p.with(kAnonymousDescriptor, p.popContext(), discriminator)
	case 'X':
		return p.with(kAnonymousDescriptor, p.popContext())
	case 'A':
		path := p.popAssocTypePath()
		return p.with(kAssociatedTypeGenericParamRef, p.popKind(kType), path)
	}
	return 0
}

// witnessTableKinds are the operators after "W" whose operand is a
// conformance.
var witnessTableKinds = [128]kind{
	'P': kProtocolWitnessTable,
	'p': kProtocolWitnessTablePattern,
	'G': kGenericProtocolWitnessTable,
	'I': kGenericProtocolWitnessTableInstantiationFunction,
	'r': kResilientProtocolWitnessTable,
	'a': kProtocolWitnessTableAccessor,
}

// outlinedKinds are the outlined operations on values, after "WO". Upper-case
// letters mark those that use no value witnesses, which the text leaves out.
var outlinedKinds = [128]kind{
	'y': kOutlinedCopy,
	'e': kOutlinedConsume,
	'r': kOutlinedRetain,
	's': kOutlinedRelease,
	'b': kOutlinedInitializeWithTake,
	'B': kOutlinedInitializeWithTake,
	'c': kOutlinedInitializeWithCopy,
	'C': kOutlinedInitializeWithCopy,
	'd': kOutlinedAssignWithTake,
	'D': kOutlinedAssignWithTake,
	'f': kOutlinedAssignWithCopy,
	'F': kOutlinedAssignWithCopy,
	'h': kOutlinedDestroy,
	'H': kOutlinedDestroy,
	'g': kOutlinedEnumGetTag,
	'i': kOutlinedEnumTagStore,
	'j': kOutlinedEnumProjectDataForLoad,
}

// witness reads a witness table, an accessor or an outlined operation, after
// "W".
func (p *parser) witness() ref {
	c := p.next()
	if c < 128 && witnessTableKinds[c] != kNone {
		return p.with(witnessTableKinds[c], p.popConformance())
	}
	switch c {
	case 'C':
		return p.with(kEnumCase, p.popEntity())
	case 'V':
		return p.with(kValueWitnessTable, p.popKind(kType))
	case 'v':
		switch p.next() {
		case 'd':
			return p.with(kFieldOffset, p.named(kDirectness, "direct "), p.popEntity())
		case 'i':
			return p.with(kFieldOffset, p.named(kDirectness, "indirect "), p.popEntity())
		}
	case 'S':
		return p.with(kProtocolSelfConformanceWitnessTable, p.popProtocol())
	case 'l':
		conformance := p.popConformance()
		return p.with(kLazyProtocolWitnessTableAccessor, p.popKind(kType), conformance)
	case 'L':
		conformance := p.popConformance()
		return p.with(kLazyProtocolWitnessTableCacheVariable, p.popKind(kType), conformance)
	case 't':
		name := p.popTrait(isDeclName)
		return p.with(kAssociatedTypeMetadataAccessor, p.popConformance(), name)
	case 'T':
		proto := p.popKind(kType)
		path := p.popAssocTypePath()
		return p.with(kAssociatedTypeWitnessTableAccessor, p.popConformance(), path, proto)
	case 'b':
		proto := p.popKind(kType)
		return p.with(kBaseWitnessTableAccessor, p.popConformance(), proto)
	case 'O':
		c := p.next()
		if c >= 128 || outlinedKinds[c] == kNone {
			return 0
		}
		sig := p.popKind(kDependentGenericSignature)
		return p.addOpt(p.with(outlinedKinds[c], p.popKind(kType)), sig)
	case 'Z':
		return p.onceInitializer(kGlobalVariableOnceFunction)
	case 'z':
		return p.onceInitializer(kGlobalVariableOnceToken)
	case 'J':
		return p.differentiabilityWitness()
	}
	return 0
}

// onceInitializer pops the names of the global variables that are initialized
// together.
func (p *parser) onceInitializer(k kind) ref {
	list := p.leaf(kGlobalVariableOnceDeclList)
	for p.popKind(kFirstElementMarker) != 0 {
		if list = p.add(list, p.popTrait(isDeclName)); list == 0 {
			return 0
		}
	}
	if list != 0 {
		p.reverse(list, 0)
	}
	return p.with(k, p.popContext(), list)
}

// valueWitnesses are the value witnesses; codes are two letters.
var valueWitnesses = []struct{ code, name string }{
	{"al", "allocateBuffer"},
	{"ca", "assignWithCopy"},
	{"ta", "assignWithTake"},
	{"de", "deallocateBuffer"},
	{"xx", "destroy"},
	{"XX", "destroyBuffer"},
	{"Xx", "destroyArray"},
	{"CP", "initializeBufferWithCopyOfBuffer"},
	{"Cp", "initializeBufferWithCopy"},
	{"cp", "initializeWithCopy"},
	{"Tk", "initializeBufferWithTake"},
	{"tk", "initializeWithTake"},
	{"pr", "projectBuffer"},
	{"TK", "initializeBufferWithTakeOfBuffer"},
	{"Cc", "initializeArrayWithCopy"},
	{"Tt", "initializeArrayWithTakeFrontToBack"},
	{"tT", "initializeArrayWithTakeBackToFront"},
	{"xs", "storeExtraInhabitant"},
	{"xg", "getExtraInhabitantIndex"},
	{"ug", "getEnumTag"},
	{"up", "destructiveProjectEnumData"},
	{"ui", "destructiveInjectEnumTag"},
	{"et", "getEnumTagSinglePayload"},
	{"st", "storeEnumTagSinglePayload"},
}

// valueWitnessName reads the code of a value witness.
func (p *parser) valueWitnessName() string {
	for _, w := range valueWitnesses {
		if p.nextIfText(w.code) {
			return w.name
		}
	}
	return ""
}

// valueWitness reads a value witness, after "w".
func (p *parser) valueWitness() ref {
	name := p.valueWitnessName()
	if name == "" {
		return 0
	}
	return p.with(kValueWitness, p.popKind(kType), p.named(kIdentifier, name))
}
